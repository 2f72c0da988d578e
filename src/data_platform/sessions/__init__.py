"""What we remember: sessions in SQLite. No questions and no design rules."""
