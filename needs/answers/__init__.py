"""Questions about need, and what the figures answer: read, made safe to show, drawn and written down."""
