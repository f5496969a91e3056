"""Questions to a school, for readers, below /p/<partnership>/. They come before `reviews/<id>/<code>/`."""

from django.urls import URLPattern, path

from audits.clarification import views

app_name = "questions"
urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/questions/", views.questions, name="list"),
    path("reviews/<int:review_id>/questions/send/", views.send, name="send"),
    path("reviews/<int:review_id>/questions/<int:question_id>/", views.change, name="change"),
    path("reviews/<int:review_id>/questions/<int:question_id>/remove/", views.remove, name="remove"),
    path("reviews/<int:review_id>/questions/<int:question_id>/withdraw/", views.withdraw, name="withdraw"),
]
