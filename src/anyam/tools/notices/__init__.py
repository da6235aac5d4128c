"""Messages to people with an account: in the application, by mail, and as a prepared WhatsApp text."""
