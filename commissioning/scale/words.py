"""The words of invented records. Nobody and nothing real is named."""

FIRST = (
    "Ada", "Aisha", "Alun", "Amrit", "Anya", "Bela", "Bryn", "Carys", "Chidi", "Dara", "Della", "Emeka", "Esme", "Farid",
    "Fenn", "Greta", "Hana", "Idris", "Ines", "Jonah", "Kezia", "Kofi", "Lena", "Linus", "Maeve", "Milan", "Nadia", "Niall",
    "Oona", "Petra", "Rafi", "Rhona", "Samir", "Sefa", "Tamsin", "Tove", "Uma", "Viktor", "Wren", "Yusra", "Zeki",
)  # fmt: skip
LAST = (
    "Abbotsway", "Adeyinka", "Birchall", "Brackenridge", "Chaudhary", "Coldwell", "Dunmore", "Eastlake", "Fairbrother",
    "Farrowby", "Gillespie", "Hallamby", "Hussain", "Ingleton", "Jessop", "Karimi", "Kestrel", "Langdale", "Lindqvist",
    "Marwood", "Mbeki", "Nettleship", "Okonjo", "Penhallow", "Quarmby", "Rahimi", "Ravenscroft", "Sandhurst", "Sowerby",
    "Thistlewood", "Tolland", "Underhay", "Varley", "Wetherall", "Yarrow", "Zielinska",
)  # fmt: skip
HELP = (
    "Short breaks", "Speech and language support", "Family support", "Young carers’ groups", "Counselling", "Parenting courses",
    "Advocacy", "Home visiting", "Mentoring", "Respite care", "Youth work", "Play sessions", "Health visiting", "Early help",
    "Emergency placements", "Independent visiting", "Bereavement support", "Substance misuse support", "Supported lodgings",
    "Transport to activities", "Occupational therapy", "Breakfast clubs",
)  # fmt: skip
FOR = (
    "disabled children", "young people leaving care", "children under five", "teenage parents", "children in care",
    "families in temporary homes", "young people out of work", "children who see violence at home", "refugee families",
    "children waiting for an assessment", "young people who offend", "children with autism", "children of prisoners",
    "families with a newborn",
)  # fmt: skip
WHERE = (
    "the east",
    "the west",
    "the town centre",
    "the villages",
    "the coast",
    "the valley",
    "every locality",
)
PROVIDER = (
    "Bridge",
    "Harbour",
    "Meadow",
    "Lantern",
    "Kite",
    "Acorn",
    "Compass",
    "Willow",
    "Beacon",
    "Orchard",
    "Pebble",
    "Skylark",
)
PROVIDER_OF = (
    "Families",
    "Youth Trust",
    "Care",
    "Children’s Centre",
    "Partnership",
    "Community Services",
    "Foundation",
)
LACKS = (
    "wait longer than twelve weeks for a first visit", "are not known to any service before a crisis",
    "travel more than an hour to reach help", "have no one place to ask", "lose support when they turn eighteen",
    "are offered help only in school hours",
)  # fmt: skip
SOURCES = (
    "Survey of families", "Count of referrals", "School census", "Inspection of services", "Study of similar areas",
    "Records of unmet need", "Focus groups of practitioners",
)  # fmt: skip
METHODS = ("Group", "Survey", "Visit", "Drop-in session", "Online questions", "Interviews")
UNITS = ("children", "families", "per cent", "weeks", "sessions")
MEASURED = {
    "quantity-effort": "Families seen in the period",
    "quality-effort": "Families seen within twelve weeks",
    "quantity-effect": "Children whose plan was met",
    "quality-effect": "Distance travelled towards goals",
}
INVENTED = "Invented for trial."
