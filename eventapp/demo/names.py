"""Invented people: first and last names as they are heard in Utrecht."""

FIRST = (
    "Fatima", "Ahmed", "Samira", "Youssef", "Leyla", "Mehmet", "Ayşe", "Emine", "Anna", "Jan", "Willem", "Sanne",
    "Bram", "Joke", "Truus", "Henk", "Ingrid", "Oksana", "Dmytro", "Tomasz", "Agnieszka", "Mariam", "Abdi", "Hodan",
    "Selam", "Yonas", "Li", "Mei", "Priya", "Ravi", "Chantal", "Winston", "Gülşen", "Zeynep", "Noor", "Daan", "Lotte",
    "فاطمة", "يوسف",
)  # fmt: skip
LAST = (
    "de Boer", "'t Hooft", "Öztürk", "El Amrani", "van den Berg", "Yılmaz", "Bakker", "Visser", "Kowalska",
    "Shevchenko", "Mohamed", "Tesfay", "Chen", "Sharma", "Pinas", "Jansen", "van Dijk", "Aydın", "Benali", "Smit",
)  # fmt: skip
NEEDS = (
    "een plek voor een rolstoel",
    "een tolk Arabisch",
    "graag vooraan zitten, dan hoor ik het beter",
    "ik kom met een kinderwagen",
)
