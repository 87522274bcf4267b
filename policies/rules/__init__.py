"""The rules of the policy pack, one module per subject, independent of the checked program."""
