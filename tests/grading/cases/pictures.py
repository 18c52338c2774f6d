"""Pictures of Pillow go to the answer and come back."""
# %% right
def invert(img): return Image.fromarray(255 - np.array(img))
# %% wrong
def invert(img): return img
# %% test
img = Image.new('RGB', (4, 3), (0, 10, 255))
assert invert(img).getpixel((0, 0)) == (255, 245, 0) and invert(img).size == (4, 3)
