"""The shapes of the open interface: one In, Out and page per noun. They are the promise; models may change behind."""
