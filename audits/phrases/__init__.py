"""The partnership's bank of phrases: comments and recommendations that readers need again and again."""
