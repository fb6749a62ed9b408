"""Write your own lazy layer, and make none of the mistakes that PyTorch's own once made."""
