"""Everybody who may come to a door, in the order in which the tables name them."""

ROLES = (
    "anonymous",  # nobody has signed in
    "owner",  # Elena: the customer whose case it is
    "colleague",  # Eloy: a customer of the same organisation as Elena
    "stranger",  # Ramón: a customer of somewhere else
    "employee",  # Eva: works here and serves nobody
    "agent",  # Marta: serves in the contact centre, whose case it is
    "neighbour",  # Iván: serves in the field, an area that has nothing to do with it
    "manager",  # Carla: manages the contact centre
    "head",  # Lucía: head of operations
    "auditor",  # Olga: sees everything and touches nothing
    "admin",  # Adán: administers the house, and its cases are none of his
    "disabled",  # Dora: was an agent of the contact centre, signed in, and was disabled then
)
SIGNED_IN = tuple(role for role in ROLES if role != "anonymous")
