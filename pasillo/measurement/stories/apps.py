from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "pasillo.measurement.stories"
    label = "stories"

    def ready(self) -> None:
        from pasillo.ground.journal.followers import followers
        from pasillo.measurement.stories.follower import Stories

        followers.add("stories", Stories())
