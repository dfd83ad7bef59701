"""Notices and bulletins measured: GB/T 9704."""
