"""`wuxiao service`: the service put under the system's care, its data backed up and brought back."""
