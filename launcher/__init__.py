"""What stands behind `./jiezhi`: standard library alone, since it runs before anything is installed."""
