"""WhatsApp, by the Cloud API of its maker."""
