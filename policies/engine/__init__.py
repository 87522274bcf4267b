"""How rules run: resources as rules read them, exemptions, levels and configuration."""
