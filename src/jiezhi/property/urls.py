from django.urls import path

from jiezhi.property.views import door, estates, orders, registers, votes

app_name = "property"
urlpatterns = [
    path("desk/property/", estates.estate_list, name="list"),
    path("desk/property/table/", estates.table, name="table"),
    path("desk/property/estates/<uuid:estate_id>/", estates.estate, name="estate"),
    path(
        "desk/property/estates/<uuid:estate_id>/contracts/<uuid:contract_id>/end/",
        registers.end_contract,
        name="end_contract",
    ),
    path("desk/property/companies/", registers.companies, name="companies"),
    path("desk/property/companies/<uuid:company_id>/", estates.company, name="company"),
    path("desk/property/committees/new/", registers.new_committee, name="new_committee"),
    path("desk/property/committees/<uuid:committee_id>/end/", registers.end_committee, name="end_committee"),
    path(
        "desk/property/committees/<uuid:committee_id>/take-back/",
        estates.take_back,
        name="take_back_committee",
    ),
    path("desk/property/contracts/new/", registers.new_contract, name="new_contract"),
    path("desk/property/duties/", registers.duties, name="duties"),
    path("desk/property/duties/<uuid:duty_id>/end/", registers.end_duty, name="end_duty"),
    path("desk/property/votes/", votes.vote_list, name="votes"),
    path("desk/property/votes/new/", votes.new_vote, name="new_vote"),
    path("desk/property/votes/empty-list/", votes.empty_units, name="empty_units"),
    path("desk/property/votes/<uuid:vote_id>/", votes.vote, name="vote"),
    path("desk/property/votes/<uuid:vote_id>/void/", votes.void, name="void_vote"),
    path("desk/property/orders/<uuid:order_id>/", orders.order_duty, name="order"),
    path("desk/property/orders/<uuid:order_id>/confirm/", orders.confirm, name="confirm"),
    path("desk/property/orders/<uuid:order_id>/ask/", orders.ask, name="ask"),
    path("desk/property/calls/<uuid:call_id>/withdraw/", orders.withdraw, name="withdraw"),
    path("desk/property/calls/<uuid:call_id>/record/", orders.record, name="record"),
    path("desk/property/calls/<uuid:call_id>/slip/", orders.slip, name="slip"),
    path("property-answer/", door.answer, name="answer"),
]
