"""The catalogue as its makers see it: what is offered, whether it is ready, and the forms that are asked."""
