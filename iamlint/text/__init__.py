"""Text, where it stands, and what is not known of it: the ground that everything else stands on."""
