"""Cases that one meets by name among the worst of the month."""

from datetime import timedelta

from pasillo.doors.console.example.moments import ago
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.scene import Scene
from pasillo.doors.console.example.stage import Script, Stage
from pasillo.operations.cases import commands


def arce(stage: Stage, plan: Plan) -> Script:
    """A complaint that was closed without a call, disputed, and answered by the head of operations."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 19 * 600)
    scene.open(words={
        "type": "complaint",
        "subject": "Tres citas fallidas en el despacho",
        "text": "Es la tercera vez que citamos a un técnico en el despacho y no se presenta. Tenemos que cerrar la "
        "sala de juntas cada vez. Queremos saber qué va a cambiar, no otra disculpa.",
    })  # fmt: skip
    yield scene.in_minutes(200)
    scene.reply("Lo siento. Lo traslado al equipo de campo y le informamos.")
    yield scene.in_minutes(1900)
    scene.note("Field says: two of the three were moved in the plan, the third is true. Nobody called.")
    yield scene.in_minutes(500)
    scene.reply("Hemos revisado su caso con el equipo. Gracias por avisarnos.", then="resolve")
    yield scene.customer_in(6)
    scene.dispute("Cerraron mi queja sin llamarme. Y luego me mandaron una encuesta.")
    yield scene.in_minutes(700)
    lucia = stage.company.people["lucia"]
    scene.reply(
        "Soy Lucía Ferrer, responsable de operaciones. Tiene razón en todo. Mañana a las 13:00 le llamo yo, y llevaré "
        "escrito qué cambia y desde cuándo.",
        by=lucia,
    )
    yield scene.in_minutes(900)
    scene.reply(
        "Lo hablado: desde hoy ninguna visita se mueve sin que una persona avise antes al cliente. Le abonamos dos "
        "meses y tiene mi teléfono directo.",
        then="resolve",
        by=lucia,
    )
    yield scene.customer_in(5)
    commands.confirm(scene.case_id, by=scene.customer.ref, at=scene.now)
    yield scene.customer_in(0.2)
    scene.feedback(1, "Cerraron mi queja sin llamarme. Al final llamó quien tenía que llamar, tarde.")


def ramon(stage: Stage, plan: Plan) -> Script:
    """Waited a whole morning; said to be solved, and he has not told us yet."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 3900)
    scene.open(words={
        "type": "visit",
        "subject": "La sirena no suena al probarla",
        "text": "Al hacer la prueba mensual la sirena de fuera no suena. Estoy en casa por las mañanas.",
    })  # fmt: skip
    yield scene.in_minutes(90)
    scene.reply("Pasamos mañana por la mañana, de nueve a dos. Le escribimos al salir.")
    yield scene.in_minutes(1400)
    scene.customer_says("Esperé toda la mañana. Nadie vino y nadie avisó.")
    yield scene.in_minutes(300)
    scene.reply("Lo siento mucho, Ramón. La ruta se alargó y no le avisamos. Mañana es usted la primera visita.")
    yield scene.in_minutes(800)
    scene.reply("Cambiada la sirena y probada con usted delante. Gracias por la paciencia.", then="resolve")


YOLANDA_ASKS = {
    "type": "move",
    "subject": "Moving to calle Florida 12",
    "text": "We are moving to calle Florida 12, second floor. Please bring the alarm and the fibre along. The old flat "
    "goes back to its owner at the end of the month, so nothing may stay there.",
    "first": "Nothing will stay there: the same person takes it down and puts it up. You get the day from me.",
    "solved": "Everything works at calle Florida 12: the alarm is tested and the fibre runs at full speed.",
}


def yolanda(stage: Stage, plan: Plan) -> Script:
    """Two bills for two houses, and a credit at last."""
    scene = Scene(stage, plan)
    yield ago(scene.hours, stage.until, 17500)
    scene.street = "calle Florida 12"
    scene.open(words=YOLANDA_ASKS)
    yield scene.in_minutes(25)
    scene.reply(scene.told["first"])
    yield scene.in_minutes(2500)
    scene.transfer("north", scene.inside("transfer"))
    yield scene.in_minutes(900)
    scene.take()
    yield scene.in_minutes(700)
    scene.transfer("contact", scene.inside("back"))
    yield from _two_bills(scene)


def _two_bills(scene: Scene) -> Script:
    raul = scene.stage.company.people["raul"]
    yield scene.in_minutes(300)
    scene.customer_says("Any news? I have the keys since Monday and the flat has neither internet nor alarm.")
    yield scene.in_minutes(170)
    scene.reply(scene.common("sorry"))
    yield scene.in_minutes(2900)
    scene.reply(scene.told["solved"], then="resolve")
    yield scene.customer_in(40)
    scene.dispute("Two bills for two houses, and I only have one.")
    yield scene.in_minutes(45)
    task = scene.ask("billing", "Close the old home and credit both weeks", due_at=scene.now + timedelta(days=2))
    yield scene.in_minutes(400)
    commands.finish_task(task.pk, outcome="Closed, 41.30 € credited.", by=raul.ref, at=scene.now)
    scene.reply("The old home is closed and 41.30 € are credited. Both homes stand on one page now.", then="resolve")
    yield scene.customer_in(20)
    commands.confirm(scene.case_id, by=scene.customer.ref, at=scene.now)
    scene.feedback(2, "Two bills for two houses, and I only have one. It took three weeks to say so.")
