"""The administrator's pages: setup, organisation, areas, people, skills, other doors, and what was done to them."""
