"""The pages through which one comes in besides the password: keys, codes, letters, invitations, other doors."""
