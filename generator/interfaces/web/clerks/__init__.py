"""What is told of a campaign in a clerk's words: the one place where pages turn problems and files into them."""
