"""The public portal: landing page, verification of documents, health, machine files. It only reads."""
