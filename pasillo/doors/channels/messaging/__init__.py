"""What all messaging channels share: the door for their webhooks, who wrote, what goes out, and their screen."""
