"""Printed certificates read back before they are let out."""
