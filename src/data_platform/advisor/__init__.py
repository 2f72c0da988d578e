"""What we conclude: pure rules from answers and catalogue to a blueprint."""

from data_platform.advisor.compose import design

__all__ = ["design"]
