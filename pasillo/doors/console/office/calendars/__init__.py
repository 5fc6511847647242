"""The hours in which the house serves: looked at, changed by a further version, with what would move told before."""
