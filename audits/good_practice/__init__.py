"""What one school does well, offered to the others: checked, consented to, published, confirmed every year."""
