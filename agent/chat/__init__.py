"""A chat model's help: it reads a question as a draft, writes SQL where no plan can, rewords; all of it is checked."""
