from api.world_map import _sides


def test_names_of_neighbours_stand_apart() -> None:
    places = {"Ashanti": (6.7, -1.6), "Yoruba": (7.4, 4.0), "Georgian": (42.0, 44.0)}
    sides = _sides(places)
    assert (sides["Ashanti"][0], sides["Yoruba"][0]) == (-1, 1)
    assert sides["Georgian"] == (1, 1)
