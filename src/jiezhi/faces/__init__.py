"""The faces: portal (residents), desk (staff), wall (leaders), patrol (grid workers)."""
