"""The policy pack that `pulumi preview --policy-pack policies` runs."""

from rules.pack import serve

serve()
