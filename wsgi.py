"""The app the server runs."""

from dotenv import load_dotenv

from config import read_settings
from eventapp import create_app

load_dotenv()
app = create_app(read_settings())
