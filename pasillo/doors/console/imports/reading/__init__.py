"""Reading what another system exported: packed or not, in any letters, and however it was broken on its way."""
