#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view spanish = R"book(
== payment_broken
subject: La página de pago no responde
subject: No puedo pagar con el móvil
open: Intento pagar {product} y el formulario da vueltas sin parar. | El pago se queda colgado, quería comprar {product}.
open: He puesto la tarjeta tres veces y la página nunca responde. | Tercer intento de pago, tercera vez que no pasa nada.
open: Después de Continuar, el formulario se queda en blanco. | Llego hasta el pago y solo hay un recuadro blanco.
open: Ni la tarjeta ni Apple Pay funcionan con {product}. | Hoy su tienda no acepta ni mi tarjeta ni Apple Pay.
more: Es Safari en un iPhone, todo actualizado.
more: Al final dice que el formulario no respondió en 12 segundos.
more: Ya he reiniciado el iPhone.
more: Las dos tarjetas funcionan en todas partes.
ask: ¿Puedo pagar de otra forma?
ask: ¿Me han cobrado o no?
ask: ¿Cuándo volverá a funcionar?
ask: ¿Pueden hacer el pedido por mí?
agent: Lo siento. El formulario no carga ahora en Safari de iPhone. En un ordenador funciona y su cesta sigue ahí.
agent: Lo he comprobado: no se ha cobrado nada. Le he enviado por correo un enlace de pago que no usa ese formulario.
agent: Gracias por probar tanto, nos ayuda. Solo falla en los iPhone; le escribo en cuanto esté arreglado.
agent: Hoy no es la única persona, por desgracia. He apartado {product} y le he mandado un enlace que vale en cualquier aparato.
survey: No pude pagar con mi iPhone, veinte minutos perdidos.
survey: El pago estaba roto y nadie sabía hasta cuándo.

== charged_not_upgraded
subject: Pagado {plan}, sigo con el plan anterior
subject: Pagado, pero faltan puestos
subject: Pagado {plan}, faltan funciones
subject: El cambio a {plan} no se aplicó
open: Cambié a {plan}, me cobraron {amount} y mi cuenta sigue con el plan anterior. | Me han cobrado {amount} por {plan} y no ha cambiado nada.
open: Pagué {amount} por {plan} y sigo sin poder añadir a nadie. | Cogimos {plan} por los puestos; el dinero se fue, el límite sigue.
open: Compré {plan} por las páginas de reservas. No están, pero los {amount} sí se cobraron. | Pago {amount} por {plan} y no veo ninguna novedad.
open: El cambio a {plan} no funcionó, pero me cobraron {amount}. | Pulsé una vez, pagué {amount} y sigo igual.
more: He cerrado sesión y he vuelto a entrar en dos aparatos. | La factura dice {plan}, la aplicación no.
more: El lunes empiezan dos compañeras y no tienen acceso.
more: Las necesitamos para el lunes.
more: No me atrevo a pulsar otra vez.
ask: Actívenlo o devuélvanme el dinero, por favor.
ask: ¿Cuánto va a tardar?
ask: ¿Cuándo las tendremos?
ask: ¿Me cobrarán dos veces si lo intento de nuevo?
agent: Veo el cobro de {amount} y que el plan no cambió. No debería pasar. He pedido la devolución.
agent: Tiene razón: el pago entró y el cambio no. Su cuenta está en la lista de nuestros desarrolladores.
agent: Lo siento. El pago está registrado y {plan} no se activó. Lo he marcado como urgente.
agent: Por favor, no pulse otra vez, se cobraría dos veces. Son unas pocas cuentas y la corrección está en camino.
survey: Me cobraron un plan que nunca tuve. Lo expliqué tres veces.
survey: Me pasaron de uno a otro por un error suyo.

== delivery_delayed
subject: ¿Dónde está el pedido {order}?
subject: Paquete con retraso
open: El seguimiento del pedido {order} no se mueve desde hace días. | Mi pedido {order} lleva días en un centro de clasificación.
open: El pedido {order} era un regalo y el cumpleaños ya pasó. | {product}, del pedido {order}, es un regalo y llega tarde.
open: Dos veces me quedé en casa por el pedido {order} y no vino nadie. | El repartidor dice que vino dos veces; nadie llamó.
open: Creo que el pedido {order} se ha perdido. | Hace {days} días que {product} está «en camino».
more: El transportista dice que pregunte al remitente.
more: Al menos me gustaría saber el día.
more: Ni siquiera dejaron un aviso.
more: El transportista ya no reconoce el número.
ask: ¿Dónde está?
ask: ¿Cuándo llega?
ask: ¿Puede ir a un punto de recogida?
ask: ¿Pueden enviar otro?
agent: He llamado al transportista: estaba retenido y sale mañana. Perdone la espera.
agent: Siento lo del cumpleaños. Se entrega mañana y le he devuelto los gastos de envío.
agent: Lo he desviado al punto de recogida más cercano; estará allí el jueves y durante una semana.
agent: El transportista reconoce que se ha perdido. Hoy sale otro {product} por exprés.
survey: Llegó con más de una semana de retraso y nadie avisó.
survey: Buen aparato, envío eterno.

== device_trouble
subject: {product} no se vincula
subject: {product} pierde el wifi
subject: {product} muestra otro día
subject: {product} parado en el código
open: {product} no se vincula con la aplicación. | No consigo vincular {product}.
open: {product} pierde el wifi todas las noches. | Por la mañana {product} siempre está sin conexión.
open: {product} muestra el plan de ayer hasta que lo desenchufo. | Al levantarme, {product} sigue en el día anterior.
open: {product} se queda en la pantalla del código. | No paso del código en {product}.
more: La luz parpadea cuatro veces en ámbar y se apaga.
more: La primera semana fue todo bien.
more: Hacia mediodía suele corregirse.
more: Lo he reiniciado dos veces.
ask: ¿Qué más puedo probar?
ask: ¿Ven el motivo desde allí?
ask: ¿Cómo hago que se actualice?
ask: ¿Tengo que devolverlo?
agent: Cuatro parpadeos significan que no llega a nuestro servidor de hora, a menudo por una red de invitados. Pruebe la principal.
agent: Hay un firmware de esta semana que lo arregla. Lo he enviado a su aparato, dele una hora.
agent: Con la zona horaria puesta a mano se salta el cambio de día. Elija Automático en Dispositivo, Reloj.
agent: Parece un chip defectuoso. Le envío un {product} nuevo y una etiqueta para el antiguo.
survey: El panel es precioso cuando funciona.
survey: Vincularlo me costó una tarde entera.

== import_trouble
subject: La importación se para
subject: Traer mi calendario antiguo
subject: Faltan citas
subject: Eventos repetidos
open: La importación se para a la mitad y no dice nada más. | Mi importación lleva una hora en el 48 %.
open: No consigo meter mi calendario antiguo. | ¿Cómo traigo aquí mis citas antiguas?
open: Se importó, pero falta la mitad de las citas. | Después de importar veo este año y nada anterior.
open: Todos los eventos repetidos llegaron una sola vez. | Las reuniones semanales aparecen una vez y nunca más.
more: Es un calendario compartido de Outlook con unos cuatro años.
more: Exporté un archivo ICS como dice la guía.
more: Sin las citas antiguas no me sirve de nada.
more: Son unos cuarenta.
ask: ¿Hay un límite de tamaño?
ask: ¿Qué hago mal?
ask: ¿Dónde están?
ask: ¿Se puede arreglar?
agent: Por encima de 20 MB hay que hacerlo en dos partes. He dividido el suyo y lo he lanzado; recibirá un correo.
agent: No hace nada mal. Conecte el calendario en lugar de subir el archivo; así además se mantiene al día.
agent: Sin marcar Todo solo entran doce meses. Lo he repetido con todos los años.
agent: Son las series sin fin. Marque Mantener series abiertas en el último paso y repita; los duplicados se reconocen.
survey: Nunca logré importar mi calendario, así que no empecé.
survey: La importación es lo más flojo.

== sync_trouble
subject: Los cambios llegan tarde
subject: Sincronización con Google
subject: Vuelven las citas borradas
subject: Los demás no ven nada
open: Lo que cambio en el móvil aparece una hora después en los demás. | Los cambios tardan una hora en llegar a mis otros aparatos.
open: Google y Wrenfold no coinciden desde esta mañana. | Ya no llegan mis citas de Google.
open: Las citas que borro vuelven. | He borrado la misma cita cuatro veces.
open: Los demás no ven lo que añado hasta que reinician la aplicación. | Mis cambios no llegan a los demás.
more: Antes era inmediato.
more: Por mi parte no ha cambiado nada.
more: Tengo dos calendarios conectados, por si importa.
more: Solo pasa con el tablero compartido.
ask: ¿Pasa algo por su lado?
ask: ¿Tengo que conectarlo otra vez?
ask: ¿Cómo me libro de ellas?
ask: ¿Qué podemos hacer?
agent: Hubo un atasco entre las ocho y las diez; ya está resuelto y sus cambios han pasado.
agent: La conexión con Google había caducado. Le he enviado un enlace para renovarla y volverá a ser inmediato.
agent: Dos calendarios escriben en el mismo tablero y se anulan. He dejado uno en solo lectura.
agent: Deslice la semana hacia abajo en cada móvil, eso fuerza la sincronización. Si se repite, dígame la hora.
survey: Todo llega demasiado tarde a los otros aparatos.
survey: Las citas borradas resucitan.

== invoice_question
subject: NIF en la factura
subject: Duda sobre mi factura
subject: Facturas a la gestoría
subject: Tarjeta rechazada
open: Falta nuestro NIF en la última factura. | Necesito nuestro NIF en la factura de {amount}.
open: No entiendo la segunda línea de mi factura. | Este mes la factura supera los {amount}.
open: ¿Pueden enviar las facturas directamente a nuestra gestoría? | Reenvío cada factura a mano.
open: Rechazaron mi tarjeta aunque tiene saldo. | Su sistema dice que mi tarjeta fue rechazada.
more: Si no, la gestoría la devuelve.
more: Solo añadimos un puesto.
more: Solo encuentro los tres últimos meses.
more: El mes pasado los {amount} pasaron sin problema.
ask: ¿Pueden emitirla de nuevo?
ask: ¿A qué corresponde?
ask: ¿Dónde se cambia?
ask: ¿Y ahora qué?
agent: La he emitido de nuevo con el número y la dirección nueva; está en Plan y facturación.
agent: La segunda línea es la parte del mes del puesto nuevo. Desde el mes que viene será una sola.
agent: Hecho: las facturas van también a la gestoría y las antiguas están en camino.
agent: Su banco pide una confirmación. Pulse Reintentar en Plan y facturación y confírmelo en la aplicación del banco.
survey: Una factura correcta no debería necesitar un chat.
survey: No entiendo las facturas.

== how_to
subject: Compartir un solo tablero
subject: Ocultar fines de semana
subject: Recordatorios antes
subject: Colores
open: ¿Cómo comparto un solo tablero con alguien de fuera? | ¿Puede un invitado ver un tablero y nada más?
open: ¿Se pueden ocultar los fines de semana en la vista semanal? | Quiero que mi semana acabe el viernes.
open: Quisiera que los recordatorios llegaran una hora antes para todos. | ¿Se pueden adelantar los recordatorios de todos a la vez?
open: ¿Puede una persona tener dos colores? | ¿Cómo doy otro color a mis citas privadas?
more: No debe ver el resto de nuestro plan.
more: Cerramos los dos días.
more: Somos unos seis.
more: Antes estaba en el menú, creo.
ask: ¿Se puede con el plan {plan}?
ask: ¿Dónde está?
ask: ¿Se ajusta en un solo sitio?
ask: ¿O todavía no existe?
agent: Abra el tablero, toque los tres puntos, Compartir y Enlace de invitado. Los invitados ven ese tablero y nada más.
agent: Sí: Ajustes, Vista semanal, Días visibles. Solo le afecta a usted.
agent: Está en Miembros: marque los nombres, luego Recordatorios, y póngalo para todos.
agent: El color va con el calendario: cree un segundo para usted en Miembros y dele el otro color.
survey: Algunas cosas cuesta encontrarlas.
survey: La ayuda va por detrás de la aplicación.

== return_request
subject: Devolución {order}
subject: Devolver {product}
open: Quiero devolver {product}, del pedido {order}. | El pedido {order} va de vuelta.
open: {product} es bonito, pero demasiado grande para el pasillo. | No tenemos pared para {product}.
open: El color de {product} no es el de la pantalla. | El roble de {product} es más oscuro que en las fotos.
open: Preferiría un panel más pequeño que {product}. | ¿Puedo cambiar {product}?
more: Sigue en la caja, completo.
more: Lo usé dos días.
more: No pega con nada.
more: Pedido {order}, por si hace falta.
ask: ¿Cómo consigo la etiqueta?
ask: ¿Estoy a tiempo?
ask: ¿Puedo devolverlo?
ask: ¿Pago la diferencia?
agent: Claro. La etiqueta está en su correo. La devolución tarda cinco días desde que llega.
agent: Por supuesto, tiene treinta días. La etiqueta va en camino y no hace falta la caja original.
agent: Lo entiendo. He abierto la devolución de {order} y aviso a quienes hacen las fotos.
agent: Sin problema. Devuelva {product} con la etiqueta; el otro sale hoy y ajustamos la diferencia.
survey: La devolución fue fácil, el aparato no era para nosotros.
survey: Demasiado grande para nuestra pared.

== cancel_request
subject: Cancelar mi plan
subject: Terminar la suscripción
open: Quiero cancelar a fin de mes. | Terminen {plan} a fin de mes, por favor.
open: Lo usamos poco, terminen la suscripción, por favor. | Lleva semanas sin uso.
open: No encuentro dónde cancelar. | ¿Dónde está el botón para cancelar?
open: Quiero dejar de pagar pero conservar mis datos. | ¿Qué pasa con mis tableros si cancelo?
more: No es por ustedes, somos menos ahora.
more: Nunca llegamos a montarlo bien.
more: He mirado todos los ajustes.
more: Hay dos años de notas dentro.
ask: ¿Me lo confirman?
ask: ¿Hay un plazo?
ask: ¿Lo hacen por mí?
ask: ¿Es posible?
agent: Hecho, el último día del mes. Puede volver cuando quiera.
agent: Terminado, sin plazo ni más cobros. Gracias por probarlo.
agent: Solo está en la web, en Plan y facturación, abajo del todo. Ya lo he hecho por usted.
agent: Sus tableros se pueden leer durante un año y le he enviado una copia de todo.
survey: Simplemente dejamos de usarlo.
survey: Buena idea, pero no seguimos.

== slow_reply
subject: Sigo sin respuesta
subject: Segundo intento
open: Escribí ayer y no he sabido nada. | Ha pasado un día desde mi mensaje.
open: ¿Alguien lee esto? Mi mensaje sigue sin respuesta. | ¿Hola? ¿Hay alguien?
open: Es mi segundo mensaje sobre lo mismo. | Escribo otra vez porque nadie contesta.
open: Su página promete dos horas. Ha sido un día. | Dos horas, dice su página.
more: Entiendo que estén ocupados, pero una palabra ayudaría.
more: Por teléfono lo dejé a los veinte minutos.
more: El chat me puso en cola y luego se cerró.
more: Antes no era así.
ask: Contesten, por favor.
ask: ¿Cuándo puedo esperar una respuesta?
ask: ¿Escribo a otro sitio?
ask: ¿Qué ocurre?
agent: Lo siento. Esta semana escribió mucha más gente de la que podíamos atender. Ya estoy con ello.
agent: Sí, aquí estoy, y perdone el silencio. Tengo delante su primer mensaje.
agent: Es el sitio correcto, solo que tardamos demasiado. Me he quedado con su caso.
agent: Tiene razón y no hay excusa: éramos pocos. Hoy queda resuelto.
survey: Más de un día esperando respuesta.
survey: Tardaron una eternidad.

== feature_wish
subject: Idea: cerrar semanas pasadas
subject: Imprimir un mes
subject: Modo nocturno
subject: Idiomas en la página de reservas
open: Ayudaría poder bloquear las semanas pasadas. | Dejen cerrar las semanas terminadas.
open: Me gustaría imprimir un mes entero en una hoja. | Un mes en una página estaría muy bien.
open: Un modo más oscuro para el panel de noche sería ideal. | De noche el panel brilla demasiado.
open: Los clientes deberían poder elegir idioma en la página de reservas. | Nuestra página de reservas solo está en español.
more: Siempre hay quien mueve algo después.
more: Mi madre tiene 81 años y lo quiere en la nevera.
more: Está en el pasillo de los dormitorios.
more: La mitad de los clientes no lee español.
ask: ¿Está previsto?
ask: ¿Sería mucho trabajo?
ask: ¿Hay algún truco?
ask: ¿Cuándo podría llegar?
agent: Me gusta. Sus palabras están en la lista que leen quienes lo construyen.
agent: Este año no, para ser sincera, pero es la cuarta persona este mes y eso cuenta.
agent: Se está probando. Su panel ya participa y desde esta noche se atenúa solo.
agent: Ocho idiomas llegan con la próxima versión. Le escribiré.
survey: Echo en falta un mes en papel.
survey: Faltan idiomas en las reservas.

== talk
greeting: Hola,
greeting: Buenos días,
greeting: Buenas tardes,
greeting: Hola a todos,
greeting: Buenas,
hello: Hola {name}, soy {agent}. Lo miro ahora.
hello: Buenos días, le atiende {agent}. Estoy leyendo su mensaje.
hello: Hola {name}, aquí {agent}. Un momento, por favor.
second: Hola {name}, soy {agent} y sigo yo desde aquí.
second: Buenos días, soy {agent}. Mi compañero me ha pasado su caso.
repeat: Ya lo he explicado, pero otra vez:
repeat: ¿De verdad tengo que contarlo todo de nuevo?
repeat: Como le dije a su compañero:
thanks: Perfecto, era eso. Gracias.
thanks: Genial, gracias por la rapidez.
thanks: Funciona. Que tenga buen día.
thanks: Muchísimas gracias.
grumble: Eso no me ayuda mucho.
grumble: O sea, a esperar otra vez.
grumble: Esperaba algo más.
dear: Hola {name}:
dear: Buenos días, {name}:
looking: gracias por escribir. Lo estoy viendo con mis compañeros y le digo algo en cuanto sepa más.
looking: he leído su mensaje y pregunto al equipo que lo conoce.
close: Escríbame si algo no queda claro.
close: Dígame si no funciona.
close: Espero que le sirva.
regards: Un saludo, {full_name}
regards: Saludos cordiales, {full_name}
regards: Gracias, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Un saludo, {agent}

== ask
nps: ¿Recomendaría Wrenfold a un amigo o compañero?
csat: ¿Está satisfecho con nuestra ayuda?
leaving: ¿Por qué se va?

== nps
high: Por fin toda la familia mira el mismo plan.
high: Desde que está en la pared no hemos perdido una cita.
high: Nuestros lunes son tranquilos.
high: Sencillo, bonito y cumple.
high: La página de reservas me ahorra una hora al día.
mid: Está bien, con algún defecto.
mid: Me gusta, pero no es barato.
mid: Cumple su función.
mid: Algo lento en el móvil.
low: Por el precio esperaba más.
low: Me lo pensaría dos veces.
low: Eso no debe pasar.

== nps_more
high: Sigan así.
high: Hasta mi padre lo usa.
high: Y la atención es amable.
mid: La búsqueda podría mejorar.
mid: Echo de menos imprimir.
mid: Me gustarían más colores.
low: Esperaba más de la atención.
low: Demasiado complicado para nosotros.

== csat
good: {agent}: rápido y amable.
good: Resuelto en minutos, gracias.
good: Respuesta clara, justo lo que necesitaba.
good: Mucha paciencia conmigo.
okay: Al final funcionó.
okay: Amable, pero tuve que preguntar dos veces.
bad: Mi problema sigue igual.
bad: Me dieron una respuesta de plantilla.
slow: Demasiada espera para la primera respuesta.
slow: Buena respuesta, pero un día tarde.
slow: Antes eran más rápidos.
passed: Me pasaron a otra persona y vuelta a empezar.
passed: Dos personas, las mismas preguntas.

== leaving
price: Demasiado caro para lo que usamos.
price: Me basta un calendario gratis.
unused: Apenas lo abrimos estas semanas.
unused: He vuelto al papel.
onboarding: Nunca conseguí importar mi calendario.
onboarding: Demasiado que montar yo solo.
service: Muchos fallos pequeños y respuestas lentas.
service: Esperé demasiado la ayuda.
switched: En mi nueva empresa usan otra cosa.
switched: El equipo prefería lo de antes.
billing: Me cobraron un plan que nunca tuve.
billing: Perdí la confianza tras el error de cobro.
closed: Cierro el negocio.
closed: Nos mudamos al extranjero.

== mail
welcome: Hola, {name}. Su semana empieza aquí
invitation: Le han invitado a un plan compartido
import_reminder: {name}, traiga su calendario
trial_ending: Quedan tres días de prueba
receipt: Su recibo de Wrenfold
order_confirmation: Pedido {order} confirmado
shipped: El pedido {order} está en camino
survey: Una pregunta, {name}
winback: Sus tableros siguen aquí
upgrade_hint: ¿Planifica con más gente?
newsletter: El pliegue del mes: planes que sobreviven a enero
newsletter: El pliegue del mes: nueve personas, una cocina
newsletter: El pliegue del mes: primavera en la pared
newsletter: El pliegue del mes: reservas que no molestan
newsletter: El pliegue del mes: mañanas sin reuniones
newsletter: El pliegue del mes: un verano sin citas dobles
newsletter: El pliegue del mes: lo que enseñan las vacaciones
newsletter: El pliegue del mes: vuelta al cole con calma
newsletter: El pliegue del mes: rótulos para oficinas pequeñas
newsletter: El pliegue del mes: la versión de otoño
newsletter: El pliegue del mes: regalos que dan la hora
newsletter: El pliegue del mes: un año en cuatro mil semanas

== page
home: Un plan para todos
features: Funciones
pricing: Planes y precios
families: Para familias
teams: Para equipos
stories: Historias
blog: Veinte minutos de orden el domingo
blog: Cómo nueve personas comparten una cocina
blog: Reservas que no molestan
blog: Por qué el plan va en la pared
blog: Mañanas sin reuniones
blog: Lo que aprendimos de 4000 semanas
shop: Tienda
cart: Cesta
checkout: Finalizar compra
confirmation: Gracias
help: Importar su calendario
help: Vincular un panel
help: Cambiar de plan
help: Compartir un tablero
help: Por qué algunas citas llegan tarde
help: Devoluciones y reembolsos
signup: Crear cuenta
login: Entrar
app_week: Esta semana
app_boards: Tableros
app_bookings: Reservas
app_members: Miembros
app_billing: Plan y facturación
app_import: Importar
app_lists: Listas
)book";

}  // namespace throughline::demo::texts
