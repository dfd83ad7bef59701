"""What is whose, asked for each request of a recommender's account; and what the log says of a request."""
