#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view french = R"book(
== payment_broken
subject: La page de paiement ne répond pas
subject: Impossible de payer sur mon téléphone
open: J'essaie de payer {product} et le formulaire tourne sans fin. | Votre paiement bloque, je voulais acheter {product}.
open: J'ai saisi ma carte trois fois et la page ne répond jamais. | Troisième essai, troisième échec au paiement.
open: Après Continuer, le formulaire de paiement reste blanc. | J'arrive jusqu'au paiement, puis il n'y a qu'un cadre blanc.
open: Ni la carte ni Apple Pay ne passent pour {product}. | Aujourd'hui votre boutique refuse ma carte et Apple Pay.
more: C'est Safari sur iPhone, tout est à jour. | Je suis sur iPhone, avec Safari.
more: À la fin, on me dit que le formulaire n'a pas répondu en 12 secondes.
more: J'ai même redémarré l'iPhone.
more: Les deux cartes marchent partout ailleurs.
ask: Puis-je payer autrement ?
ask: Ai-je été débité, oui ou non ?
ask: Quand est-ce que cela remarchera ?
ask: Pouvez-vous passer la commande pour moi ?
agent: Toutes mes excuses. Le formulaire ne se charge pas dans Safari sur iPhone en ce moment. Sur ordinateur, cela marche, et votre panier est toujours là.
agent: J'ai vérifié : rien n'a été débité. Je vous ai envoyé par mail un lien de paiement qui n'utilise pas ce formulaire.
agent: Merci pour ces essais, ils nous aident. Seuls les iPhone sont touchés ; je vous écris dès que c'est réparé.
agent: Vous n'êtes pas le premier aujourd'hui, hélas. J'ai mis {product} de côté et vous ai envoyé un lien qui marche sur tout appareil.
survey: Impossible de payer avec mon iPhone, vingt minutes perdues.
survey: Le paiement était en panne et personne ne savait jusqu'à quand.

== charged_not_upgraded
subject: {plan} payé, toujours l'ancienne formule
subject: Payé, mais pas de places
subject: {plan} payé, fonctions absentes
subject: Passage à {plan} non appliqué
open: Je suis passé à {plan}, vous avez pris {amount}, et mon compte montre toujours l'ancienne formule. | {amount} débités pour {plan}, et rien n'a changé.
open: J'ai payé {amount} pour {plan} et je ne peux toujours ajouter personne. | Nous avons pris {plan} pour les places ; l'argent est parti, la limite est restée.
open: J'ai acheté {plan} pour les pages de réservation. Elles n'y sont pas, les {amount} si. | Je paie {amount} pour {plan} et je ne vois aucune nouveauté.
open: Le passage à {plan} n'a pas marché, mais {amount} ont été débités. | Un seul clic, {amount} de moins, et toujours l'ancienne formule.
more: Je me suis reconnecté sur deux appareils. | La facture dit {plan}, l'application dit autre chose.
more: Deux collègues arrivent lundi et n'ont pas d'accès.
more: Il nous les faut pour lundi.
more: Je n'ose plus appuyer sur le bouton.
ask: Activez-le ou rendez-moi l'argent, s'il vous plaît.
ask: Combien de temps cela va-t-il prendre ?
ask: Quand les aurons-nous ?
ask: Serai-je débité deux fois si je réessaie ?
agent: Je vois le débit de {amount}, et que la formule n'a pas suivi. Cela ne devrait pas arriver. J'ai demandé le remboursement.
agent: Vous avez raison : le paiement est passé, le changement non. Votre compte est sur la liste de nos développeurs.
agent: Toutes mes excuses. Le paiement est chez nous et {plan} n'a pas été activé. Je l'ai marqué comme urgent.
agent: Surtout, n'appuyez pas à nouveau, vous seriez débité deux fois. Quelques comptes sont touchés, la correction arrive.
survey: Débité pour une formule que je n'ai jamais eue. Expliqué trois fois.
survey: On m'a renvoyé deux fois pour une erreur qui est la vôtre.

== delivery_delayed
subject: Où est la commande {order} ?
subject: Colis en retard
open: Le suivi de la commande {order} n'avance plus depuis des jours. | Ma commande {order} dort dans un centre de tri.
open: La commande {order} était un cadeau, et l'anniversaire est passé. | {product}, commande {order}, est un cadeau, et il est en retard.
open: Je suis resté deux fois à la maison pour {order}, et personne n'est venu. | Le livreur serait passé deux fois, sans jamais sonner.
open: Je crois que la commande {order} est perdue. | Voilà {days} jours que {product} est « en route ».
more: Le transporteur me renvoie vers l'expéditeur.
more: J'aimerais au moins connaître le jour.
more: Même pas un avis dans la boîte aux lettres.
more: Le transporteur ne connaît plus le numéro.
ask: Où est-il ?
ask: Quand arrivera-t-il ?
ask: Peut-il aller en point relais ?
ask: Pouvez-vous en envoyer un autre ?
agent: J'ai appelé le transporteur : le colis était retenu et repart demain. Pardon pour l'attente.
agent: Pardon pour l'anniversaire. Il est livré demain, et je vous ai remboursé le port.
agent: Je l'ai fait envoyer au point relais le plus proche ; il y sera jeudi, pour une semaine.
agent: Le transporteur reconnaît la perte. Un nouveau {product} est parti aujourd'hui en express.
survey: Le colis a eu plus d'une semaine de retard et personne n'a prévenu.
survey: Bel appareil, livraison interminable.

== device_trouble
subject: {product} ne s'associe pas
subject: {product} perd le Wi-Fi
subject: {product} affiche le mauvais jour
subject: {product} bloqué sur le code
open: {product} refuse de s'associer à l'application. | Je n'arrive pas à associer {product}.
open: {product} perd le Wi-Fi chaque nuit. | Le matin, {product} est toujours hors ligne.
open: {product} affiche le planning de la veille tant que je ne le débranche pas. | Au réveil, {product} en est encore à hier.
open: {product} reste bloqué sur l'écran du code. | Impossible d'aller plus loin que le code avec {product}.
more: La lumière clignote quatre fois en orange, puis s'éteint.
more: La première semaine, tout allait bien.
more: Vers midi, il se corrige en général.
more: Je l'ai réinitialisé deux fois.
ask: Que puis-je encore essayer ?
ask: Voyez-vous la raison de votre côté ?
ask: Comment le forcer à se mettre à jour ?
ask: Faut-il vous le renvoyer ?
agent: Quatre fois orange : il n'atteint pas notre serveur d'heure, souvent à cause d'un réseau invité. Essayez le réseau principal.
agent: Un micrologiciel de cette semaine corrige cela. Je l'ai envoyé à votre appareil, laissez-lui une heure.
agent: Avec un fuseau réglé à la main, il rate le changement de jour. Choisissez Automatique sous Appareil, Horloge.
agent: Cela ressemble à une puce défectueuse. Je vous envoie un nouveau {product}, avec une étiquette pour l'ancien.
survey: L'écran est superbe, quand il marche.
survey: L'association m'a pris toute une soirée.

== import_trouble
subject: L'import s'arrête à mi-chemin
subject: Importer mon ancien agenda
subject: Rendez-vous manquants
subject: Événements répétés
open: L'import s'arrête à la moitié et ne dit plus rien. | Mon import est à 48 % depuis une heure.
open: Je n'arrive pas à faire entrer mon ancien agenda. | Comment faire venir mes anciennes dates ici ?
open: L'import est passé, mais la moitié des rendez-vous manque. | Après l'import je vois cette année, et rien d'avant.
open: Tous mes événements répétés sont arrivés en un seul exemplaire. | Les réunions hebdomadaires n'apparaissent qu'une fois.
more: C'est un agenda Outlook partagé, environ quatre ans.
more: J'ai exporté un fichier ICS, comme dans votre guide.
more: Sans les anciennes dates, cela ne me sert à rien.
more: Il y en a une quarantaine.
ask: Y a-t-il une limite de taille ?
ask: Qu'est-ce que je fais mal ?
ask: Où sont-ils passés ?
ask: Peut-on réparer cela ?
agent: Au-delà de 20 Mo, il faut deux parties. J'ai coupé le vôtre et lancé l'import ; vous recevrez un mail.
agent: Rien de mal de votre côté. Connectez l'agenda au lieu d'envoyer le fichier, il restera ainsi à jour.
agent: Sans la case Tout, seuls douze mois sont pris. Je l'ai relancé pour vous avec toutes les années.
agent: Ce sont les séries sans fin. Cochez Laisser les séries ouvertes à la dernière étape et relancez ; les doublons sont reconnus.
survey: Mon agenda n'est jamais entré, je n'ai donc jamais commencé.
survey: L'import est le point faible.

== sync_trouble
subject: Les changements arrivent tard
subject: Synchronisation avec Google
subject: Les rendez-vous supprimés reviennent
subject: Les autres ne voient rien
open: Ce que je change sur mon téléphone apparaît ailleurs une heure plus tard. | Il faut une heure pour que mes autres appareils suivent.
open: Google et Wrenfold ne sont plus d'accord depuis ce matin. | Plus aucun rendez-vous n'arrive de Google.
open: Les rendez-vous que je supprime reviennent. | J'ai supprimé quatre fois le même rendez-vous.
open: Les autres ne voient mes ajouts qu'en relançant l'application. | Mes changements n'arrivent pas chez les autres.
more: Avant, c'était immédiat.
more: Rien n'a changé de mon côté.
more: J'ai deux agendas connectés, si cela compte.
more: Seul le tableau partagé fait cela.
ask: Y a-t-il un souci chez vous ?
ask: Dois-je le reconnecter ?
ask: Comment m'en débarrasser ?
ask: Que pouvons-nous faire ?
agent: Il y a eu un embouteillage entre huit et dix heures ; il est résorbé et vos changements sont passés.
agent: La connexion à Google avait expiré. Je vous ai envoyé un lien pour la renouveler, puis tout sera immédiat.
agent: Deux agendas écrivent sur le même tableau et s'annulent. J'en ai mis un en lecture seule.
agent: Tirez la semaine vers le bas sur chaque téléphone, cela force la synchronisation. Si cela revient, donnez-moi l'heure.
survey: Tout arrive trop tard sur les autres appareils.
survey: Les rendez-vous supprimés ressuscitent.

== invoice_question
subject: Numéro de TVA sur la facture
subject: Question sur ma facture
subject: Factures à notre comptable
subject: Carte refusée
open: Il manque notre numéro de TVA sur la dernière facture. | Il me faut notre numéro de TVA sur la facture de {amount}.
open: Je ne comprends pas la deuxième ligne de ma facture. | Ma facture dépasse {amount} ce mois-ci.
open: Pouvez-vous envoyer les factures directement à notre comptable ? | Je transfère chaque facture à la main.
open: Ma carte a été refusée alors qu'elle est approvisionnée. | Votre système dit que ma carte est refusée.
more: Sinon l'expert-comptable la renvoie.
more: Nous avons ajouté une place, c'est tout.
more: Je ne trouve que les trois derniers mois.
more: Le mois dernier, les {amount} sont passés.
ask: Pouvez-vous la refaire ?
ask: À quoi correspond-elle ?
ask: Où cela se règle-t-il ?
ask: Que faire maintenant ?
agent: Elle est refaite avec le numéro et la nouvelle adresse, sous Formule et facturation.
agent: La deuxième ligne est la partie du mois pour la place ajoutée. Dès le mois prochain, il n'y en aura qu'une.
agent: C'est fait : les factures partent aussi chez votre comptable, les anciennes sont en route.
agent: Votre banque demande une confirmation. Cliquez sur Réessayer sous Formule et facturation et confirmez dans son application.
survey: Il ne devrait pas falloir un chat pour une facture correcte.
survey: Je ne comprends pas les factures.

== how_to
subject: Partager un seul tableau
subject: Masquer les week-ends
subject: Des rappels plus tôt
subject: Couleurs
open: Comment partager un seul tableau avec quelqu'un de l'extérieur ? | Un invité peut-il voir un tableau et rien d'autre ?
open: Peut-on masquer les week-ends dans la vue semaine ? | Ma semaine doit finir le vendredi.
open: J'aimerais que les rappels viennent une heure plus tôt pour tous. | Peut-on avancer les rappels de tout le monde ?
open: Une personne peut-elle avoir deux couleurs ? | Comment donner une autre couleur à mes dates privées ?
more: Elle ne doit pas voir le reste de notre planning.
more: Nous sommes fermés ces deux jours.
more: Nous sommes environ six.
more: C'était dans le menu, je crois.
ask: Est-ce possible avec {plan} ?
ask: Où cela se trouve-t-il ?
ask: Cela se règle-t-il à un seul endroit ?
ask: Ou cela n'existe-t-il pas encore ?
agent: Ouvrez le tableau, touchez les trois points, Partager, puis Lien invité. L'invité voit ce tableau et rien d'autre.
agent: Oui : Réglages, Vue semaine, Jours affichés. Cela ne vaut que pour vous.
agent: C'est sous Membres : cochez les noms, puis Rappels, et réglez-les ensemble.
agent: La couleur tient à l'agenda : créez-en un second pour vous sous Membres et donnez-lui l'autre couleur.
survey: Certaines choses sont difficiles à trouver.
survey: L'aide est en retard sur l'application.

== return_request
subject: Retour {order}
subject: Renvoyer {product}
open: Je voudrais rendre {product}, commande {order}. | La commande {order} est à reprendre.
open: {product} est beau, mais trop grand pour notre entrée. | Aucun de nos murs n'est assez large pour {product}.
open: La couleur de {product} n'est pas celle de l'écran. | Le chêne de {product} est plus foncé que sur vos photos.
open: Je préférerais un écran plus petit que {product}. | Puis-je échanger {product} ?
more: Il est encore dans sa boîte, complet.
more: Je l'ai utilisé deux jours.
more: Il ne va avec rien.
more: Commande {order}, au cas où.
ask: Comment obtenir une étiquette ?
ask: Est-ce encore possible ?
ask: Puis-je le renvoyer ?
ask: Dois-je payer la différence ?
agent: Bien sûr. L'étiquette est dans votre boîte mail. Le remboursement prend cinq jours après l'arrivée.
agent: Certainement, vous avez trente jours. L'étiquette arrive, la boîte d'origine n'est pas nécessaire.
agent: Je comprends. Le retour de {order} est ouvert, et je transmets pour les photos.
agent: Pas de problème. Renvoyez {product} avec l'étiquette ; l'autre part aujourd'hui et nous réglons la différence.
survey: Retour sans souci, mais l'appareil n'était pas pour nous.
survey: Trop grand pour notre mur.

== cancel_request
subject: Résiliation
subject: Arrêter mon abonnement
open: Je voudrais résilier à la fin du mois. | Merci d'arrêter {plan} à la fin du mois.
open: Nous l'utilisons trop peu, merci d'arrêter l'abonnement. | Il dort depuis des semaines.
open: Je ne trouve pas où résilier. | Où est le bouton pour résilier ?
open: Je veux arrêter de payer mais garder mes données. | Que deviennent mes tableaux si je résilie ?
more: Rien contre vous, nous sommes juste moins nombreux.
more: Nous ne l'avons jamais vraiment installé.
more: J'ai parcouru tous les réglages.
more: Il y a deux ans de notes dedans.
ask: Pouvez-vous le confirmer ?
ask: Y a-t-il un préavis ?
ask: Pouvez-vous le faire pour moi ?
ask: Est-ce possible ?
agent: C'est fait, au dernier jour du mois. Vous pouvez revenir quand vous voulez.
agent: C'est arrêté, sans préavis ni autre débit. Merci d'avoir essayé.
agent: C'est sur le web seulement, sous Formule et facturation, tout en bas. Je l'ai fait pour vous.
agent: Vos tableaux restent lisibles un an, et je vous ai envoyé un export complet.
survey: Nous avons simplement cessé de l'utiliser.
survey: Bonne idée, mais nous n'avons pas tenu.

== slow_reply
subject: Toujours pas de réponse
subject: Deuxième essai
open: Je vous ai écrit hier et n'ai rien reçu. | Un jour a passé depuis mon message.
open: Quelqu'un lit-il ceci ? Mon message est sans réponse. | Allô ? Il y a quelqu'un ?
open: C'est mon deuxième message pour la même chose. | J'écris encore, puisque personne ne répond.
open: Votre page promet deux heures. Cela fait un jour. | Deux heures, dit votre page.
more: Je comprends que vous soyez occupés, mais un mot aiderait.
more: Au téléphone, j'ai abandonné après vingt minutes.
more: Le chat m'a mis en attente, puis s'est fermé.
more: C'était différent avant.
ask: Répondez, s'il vous plaît.
ask: Quand puis-je espérer une réponse ?
ask: Dois-je écrire ailleurs ?
ask: Que se passe-t-il ?
agent: Toutes mes excuses. Cette semaine, bien plus de gens ont écrit que nous ne pouvions répondre. Je m'en occupe maintenant.
agent: Oui, je suis là, et pardon pour ce silence. J'ai votre premier message sous les yeux.
agent: Vous êtes au bon endroit, cela a juste trop duré. J'ai repris votre dossier.
agent: Vous avez raison, et je n'ai pas d'excuse : nous étions trop peu. C'est traité aujourd'hui.
survey: Plus d'un jour d'attente pour une réponse.
survey: Une éternité avant une réponse.

== feature_wish
subject: Idée : verrouiller les semaines passées
subject: Imprimer un mois
subject: Mode nuit pour l'écran
subject: Langues de la page de réservation
open: Cela aiderait de pouvoir verrouiller les semaines passées. | Laissez-nous fermer les semaines terminées.
open: J'aimerais imprimer un mois entier sur une page. | Un mois sur une feuille, ce serait bien.
open: Un mode plus sombre la nuit serait agréable. | La nuit, l'écran est trop lumineux.
open: Les clients devraient pouvoir choisir la langue de la page de réservation. | Notre page de réservation n'existe qu'en français.
more: Il y a toujours quelqu'un pour déplacer après coup.
more: Ma mère a 81 ans et l'aime sur le frigo.
more: Il est dans le couloir des chambres.
more: La moitié de nos clients ne lit pas le français.
ask: Est-ce prévu ?
ask: Serait-ce beaucoup de travail ?
ask: Y a-t-il une astuce ?
ask: Quand cela pourrait-il venir ?
agent: Cela me plaît. Vos mots sont sur la liste, où les lisent ceux qui le construisent.
agent: Pas cette année, honnêtement, mais vous êtes la quatrième ce mois-ci, et cela compte.
agent: C'est à l'essai. Votre écran en fait partie ; dès ce soir il s'assombrit tout seul.
agent: Huit langues arrivent avec la prochaine version. Je vous écrirai.
survey: Il me manque un vrai mois sur papier.
survey: Il faut plus de langues pour les réservations.

== talk
greeting: Bonjour,
greeting: Bonsoir,
greeting: Bonjour à vous,
greeting: Bonjour l'équipe,
greeting: Madame, Monsieur,
hello: Bonjour {name}, ici {agent}. Je regarde cela.
hello: Bonjour, {agent} à l'appareil. Je lis votre message.
hello: Bonjour {name}, je suis {agent}. Un instant, s'il vous plaît.
second: Bonjour {name}, je suis {agent} et je prends la suite.
second: Bonjour, ici {agent}. Mon collègue m'a transmis votre demande.
second: {agent}, c'est moi qui m'occupe de ces cas.
repeat: Je l'ai déjà expliqué, mais encore une fois :
repeat: Faut-il vraiment tout redire ?
repeat: Comme je l'ai dit à votre collègue :
thanks: Parfait, c'était cela. Merci.
thanks: Super, merci pour cette aide rapide.
thanks: Cela marche. Bonne journée.
thanks: Merci beaucoup.
grumble: Cela ne m'aide pas vraiment.
grumble: Donc j'attends encore.
grumble: J'espérais mieux.
dear: Bonjour {name},
dear: Cher client, chère cliente,
looking: merci pour votre message. Je vois cela avec mes collègues et reviens vers vous dès que j'en sais plus.
looking: j'ai lu votre message et je demande à l'équipe concernée.
close: Écrivez-moi si quelque chose n'est pas clair.
close: Dites-moi si cela ne marche pas.
close: J'espère que cela vous aide.
regards: Cordialement, {full_name}
regards: Bien à vous, {full_name}
regards: Merci, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Bien à vous, {agent}

== ask
nps: Recommanderiez-vous Wrenfold à un proche ?
csat: Êtes-vous satisfait de notre aide ?
leaving: Pourquoi nous quittez-vous ?

== nps
high: Toute la famille regarde enfin le même planning.
high: Plus un rendez-vous manqué depuis qu'il est au mur.
high: Nos lundis sont devenus calmes.
high: Simple, beau, et cela marche.
high: La page de réservation me fait gagner une heure par jour.
mid: Bien, avec quelques défauts.
mid: Cela me plaît, mais ce n'est pas donné.
mid: Fait le travail.
mid: Un peu lent sur le téléphone.
low: J'attendais mieux pour ce prix.
low: J'y réfléchirais à deux fois.
low: Cela ne doit pas arriver.

== nps_more
high: Continuez.
high: Même mon père s'en sert.
high: Et le support est aimable.
mid: La recherche pourrait être meilleure.
mid: L'impression me manque.
mid: J'aimerais plus de couleurs.
low: J'espérais mieux du support.
low: Trop compliqué pour nous.

== csat
good: {agent} : rapide et aimable.
good: Réglé en quelques minutes, merci.
good: Réponse claire, exactement ce qu'il fallait.
good: Beaucoup de patience avec moi.
okay: À la fin, cela a marché.
okay: Aimable, mais j'ai dû demander deux fois.
bad: Mon problème est toujours là.
bad: Une réponse toute faite.
slow: Bien trop d'attente avant la première réponse.
slow: Bonne réponse, mais un jour trop tard.
slow: Vous étiez plus rapides avant.
passed: Renvoyé ailleurs, et tout recommencer.
passed: Deux personnes, les mêmes questions.

== leaving
price: Trop cher pour ce que nous utilisons.
price: Un agenda gratuit me suffit.
unused: Presque pas ouvert ces dernières semaines.
unused: Je suis revenue au papier.
onboarding: Je n'ai jamais réussi à importer mon agenda.
onboarding: Trop à installer tout seul.
service: Trop de petits problèmes et des réponses lentes.
service: J'ai trop attendu de l'aide.
switched: Ma nouvelle entreprise utilise autre chose.
switched: L'équipe préférait l'ancien outil.
billing: Débité pour une formule que je n'ai jamais eue.
billing: Plus confiance après l'erreur de facturation.
closed: Je ferme mon entreprise.
closed: Nous partons à l'étranger.

== mail
welcome: Bienvenue, {name}. Votre semaine commence ici
invitation: Vous êtes invité à un planning partagé
import_reminder: {name}, amenez votre agenda
trial_ending: Encore trois jours d'essai
receipt: Votre reçu Wrenfold
order_confirmation: La commande {order} est confirmée
shipped: La commande {order} est en route
survey: Une question, {name}
winback: Vos tableaux sont encore là
upgrade_hint: Vous planifiez à plusieurs ?
newsletter: Le pli du mois : des plans qui passent janvier
newsletter: Le pli du mois : neuf personnes, une cuisine
newsletter: Le pli du mois : le printemps au mur
newsletter: Le pli du mois : des réservations sans agacement
newsletter: Le pli du mois : des matinées sans réunion
newsletter: Le pli du mois : un été sans doublons
newsletter: Le pli du mois : ce que les vacances disent des listes
newsletter: Le pli du mois : une rentrée tranquille
newsletter: Le pli du mois : des plaques de porte
newsletter: Le pli du mois : la version d'automne
newsletter: Le pli du mois : des cadeaux à l'heure
newsletter: Le pli du mois : une année en quatre mille semaines

== page
home: Un planning pour tous
features: Fonctions
pricing: Formules et prix
families: Pour les familles
teams: Pour les équipes
stories: Histoires
blog: Vingt minutes de rangement le dimanche
blog: Comment neuf personnes partagent une cuisine
blog: Des réservations sans agacement
blog: Pourquoi le planning va au mur
blog: Des matinées sans réunion
blog: Ce que 4 000 semaines nous ont appris
shop: Boutique
cart: Panier
checkout: Commande
confirmation: Merci
help: Importer votre agenda
help: Associer un écran
help: Changer de formule
help: Partager un tableau
help: Pourquoi certains rendez-vous arrivent tard
help: Retours et remboursements
signup: Créer un compte
login: Se connecter
app_week: Cette semaine
app_boards: Tableaux
app_bookings: Réservations
app_members: Membres
app_billing: Formule et facturation
app_import: Import
app_lists: Listes
)book";

}  // namespace throughline::demo::texts
