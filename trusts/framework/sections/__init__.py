"""The sections of a blueprint, each a frozen record of what the file may say."""
