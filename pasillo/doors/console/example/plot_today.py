"""Cases that one meets by name in the queues of today."""

from datetime import timedelta

from pasillo.doors.console.example.moments import Moment, ago, later
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.scene import Scene
from pasillo.doors.console.example.stage import Script, Stage
from pasillo.operations.cases import commands


def clinica(stage: Stage, plan: Plan) -> Script:
    """The fibre of a clinic is down, nobody has it yet, and the first answer is nearly due."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 12)
    since = Moment(scene.now - timedelta(minutes=13)).local.strftime("%-H:%M")
    scene.open(words={
        "type": "does-not-work",
        "subject": f"Fibra caída desde las {since}, no podemos cobrar con tarjeta",
        "text": f"No hay fibra en la clínica desde las {since}. La sala de espera está llena y no podemos cobrar con "
        "tarjeta ni ver las radiografías. La luz PON está roja. Por favor, llamen al móvil de recepción.",
    })  # fmt: skip


def joaquin(stage: Stage, plan: Plan) -> Script:
    """Charged twice: a person has it, and the answer is due before lunch."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 485)
    scene.open(words={
        "type": "question",
        "subject": "Me han cobrado dos veces el detector extra",
        "text": "El detector del trastero me lo han cobrado en la factura de este mes y en la anterior. "
        "Solo pusieron uno. Son 64,90 € de más.",
    })  # fmt: skip
    yield scene.in_minutes(50)
    scene.take()
    yield scene.in_minutes(20)
    scene.reply("He visto los dos cargos. Compruebo con los técnicos que solo se instaló uno y le digo hoy mismo.")
    yield scene.in_minutes(10)
    task = scene.ask("north", "How many detectors were installed at Joaquín Bermejo's?", due_at=stage.until)
    yield scene.in_minutes(200)
    commands.finish_task(task.pk, outcome="One.", by=stage.company.people["ivan"].ref, at=scene.now)


def olmos(stage: Stage, plan: Plan) -> Script:
    """A quote for a new wing; a task is open in another area."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 900)
    scene.open(words={
        "type": "add",
        "subject": "Presupuesto para 14 detectores en el ala nueva",
        "text": "Abrimos el ala nueva en tres semanas: doce habitaciones, la sala y el office. Necesitamos catorce "
        "detectores de humo conectados a la central y un plano para los bomberos.",
    })  # fmt: skip
    yield scene.in_minutes(60)
    scene.reply("Enhorabuena por el ala nueva. Compruebo existencias y le mando un precio cerrado mañana.")
    yield scene.in_minutes(30)
    scene.ask(
        "logistics",
        "Are fourteen smoke detectors in stock, other lot than B-77?",
        due_at=stage.until + timedelta(hours=5),
    )


def pilar(stage: Stage, plan: Plan) -> Script:
    """Leaves us for a good reason, and somebody should call her."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 195)
    scene.open(words={
        "type": "cancel",
        "subject": "Baja: me voy a vivir con mi hijo",
        "text": "Tengo 81 años y me voy a vivir con mi hijo a Huesca. Ya no necesitaré la alarma ni el teléfono. "
        "Han sido ustedes muy buenos conmigo. ¿Tengo que devolver algo?",
    })  # fmt: skip
    yield scene.in_minutes(110)
    scene.take()
    yield scene.in_minutes(20)
    scene.note(
        "@Gema Pastor @Marta Ruiz Nineteen years with us. Call her before closing, and send somebody for the "
        "equipment: she does not drive.",
        named=("gema", "marta"),
    )


def amal(stage: Stage, plan: Plan) -> Script:
    """A family matter, nearly due."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 250)
    scene.open(words={
        "type": "does-not-work",
        "subject": "No internet in my daughter's room",
        "text": "Since the new router came, my daughter's room has no wifi at all. She has exams next week. "
        "It is two walls away from the router, nothing else changed.",
    })  # fmt: skip
    yield scene.in_minutes(14)
    scene.take()
    yield scene.in_minutes(10)
    scene.reply(
        "The new router sends on another channel. I have changed it from here; does it reach her room now?",
        then="wait",
    )
    yield ago(scene.hours, stage.until, 38)
    scene.customer_says("A little better, one bar now. Video still stops after a minute.")


def diego(stage: Stage, plan: Plan) -> Script:
    """Somebody was pleased, and nobody has answered yet."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 75)
    scene.open(words={
        "type": "thanks",
        "subject": "El técnico fue excelente, gracias Iván",
        "text": "Vino a su hora, se quitó los zapatos en la puerta y le enseñó a mi padre a armar la alarma tres "
        "veces, sin una mala cara. Díganselo, por favor.",
    })  # fmt: skip


def faro(stage: Stage, plan: Plan) -> Script:
    """We asked, and wait for the customer."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 820)
    scene.open(words={
        "type": "visit",
        "subject": "La cámara 3 no se ve por la noche",
        "text": "La cámara 3, la de la terraza, de noche se ve negra. De día bien.",
    })  # fmt: skip
    yield scene.in_minutes(70)
    scene.take()
    yield scene.in_minutes(15)
    scene.reply(
        "Puede ser el foco de infrarrojos o la luz del toldo. ¿Me manda una foto de lo que se ve esta noche con esa "
        "luz apagada? Así llevamos la pieza correcta.",
        then="wait",
    )


def nerea(stage: Stage, plan: Plan) -> Script:
    """Her move is agreed for another day."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 500)
    scene.open(words={
        "type": "change-the-date",
        "subject": "Pasar el traslado al sábado por la mañana",
        "text": "Entre semana no puedo salir del trabajo. ¿Podría ser el sábado por la mañana, a cualquier hora?",
    })  # fmt: skip
    yield scene.in_minutes(25)
    scene.take()
    yield scene.in_minutes(20)
    scene.reply("Hecho: el técnico va el sábado entre las nueve y la una, y le escribe al salir.")
    scene.wait("scheduled", until=later(scene.hours, stage.until + timedelta(days=2), 60))


def ines(stage: Stage, plan: Plan) -> Script:
    """We asked her to look at something, and wait."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 330)
    scene.open(words={
        "type": "does-not-work",
        "subject": "La tele se para, pero el móvil va bien",
        "text": "La tele se queda en el circulito cada dos por tres. Con el móvil, en el mismo sofá, va perfecto.",
    })  # fmt: skip
    yield scene.in_minutes(12)
    scene.reply(
        "La línea está bien, así que miro la tele. ¿Me dice si va por cable o por wifi, y qué pone en Ajustes, Red?",
        then="wait",
    )


def rina(stage: Stage, plan: Plan) -> Script:
    """From Jakarta: a question that waits for its next answer."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 440)
    scene.open(words={
        "type": "does-not-work",
        "subject": "Internet di apartemen dinas putus setiap malam",
        "text": "Setiap malam sekitar pukul sembilan internet di apartemen dinas putus. Saya perlu rapat dengan kantor "
        "Jakarta pukul empat pagi waktu Spanyol, jadi ini sangat mengganggu.",
    })  # fmt: skip
    yield scene.in_minutes(12)
    scene.reply(
        "Saya lihat pemutusannya dari sini: setiap malam pukul sembilan lewat lima. Kanalnya sudah saya pindahkan; "
        "mohon kabari bagaimana malam ini."
    )
    yield ago(scene.hours, stage.until, 19)
    scene.customer_says("Terima kasih. Semalam masih putus pukul sembilan lewat lima, kira-kira sepuluh menit.")


def budi(stage: Stage, plan: Plan) -> Script:
    """A bill in the name of the company."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 300)
    scene.open(words={
        "type": "question",
        "subject": "Faktur bulan lalu atas nama perusahaan",
        "text": "Mohon faktur bulan lalu diterbitkan ulang atas nama perusahaan, bukan nama saya. Bagian keuangan di "
        "Jakarta memerlukannya sebelum tutup buku.",
    })  # fmt: skip
    yield scene.in_minutes(40)
    scene.reply("Baik, faktur baru saya siapkan hari ini dan saya kirim lewat surel.")
