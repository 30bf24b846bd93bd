"""What is printed for the door."""

from checkin.documents.badges import BadgeJob, badge_job, preview_of, set_badges

__all__ = ["BadgeJob", "badge_job", "preview_of", "set_badges"]
