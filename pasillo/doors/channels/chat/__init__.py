"""Live chat: a small window on our customers' pages. What is said in it is a case like any other."""
