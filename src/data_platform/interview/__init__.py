"""What we were told: questions, answers, their validation and progress."""
