"""Corrections of moto, which simulates AWS's APIs."""
