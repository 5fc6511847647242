"""What we change and whether it worked. Its rooms open when their first command is written; ideas came first."""
