"""Named entities from your own labels: files, training, figures, and a card beside the model."""
