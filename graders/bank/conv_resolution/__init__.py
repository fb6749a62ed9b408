"""Images of varying resolution: what a convolutional network infers, keeps and refuses."""
