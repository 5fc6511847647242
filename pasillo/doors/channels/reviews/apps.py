from django.apps import AppConfig


class ChannelReviewsConfig(AppConfig):
    name = "pasillo.doors.channels.reviews"
    label = "channel_reviews"

    def ready(self) -> None:
        """Reviews join the messaging channels; what they felt is kept beside the case that comes of it."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.reviews import reactions  # noqa: F401
        from pasillo.doors.channels.reviews.channel import REVIEWS

        join(REVIEWS)
