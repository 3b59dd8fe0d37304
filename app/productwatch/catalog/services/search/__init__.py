"""What search looks at: documents, the words of the vocabulary, and how both stay fresh."""
