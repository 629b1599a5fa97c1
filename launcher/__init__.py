"""What stands behind `./jiezhi`: written for the standard library alone, since it runs before anything is installed."""
