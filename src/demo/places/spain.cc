#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view spain = R"book(
== place
code: ES
name: Spain
language: es
locale: es-ES
currency: EUR 1 100
weight: 8
iphone: 0.32
city: Madrid|Europe/Madrid|60
city: Barcelona|Europe/Madrid|60
city: Valencia|Europe/Madrid|60
city: Sevilla|Europe/Madrid|60
city: Bilbao|Europe/Madrid|60
city: Málaga|Europe/Madrid|60
city: A Coruña|Europe/Madrid|60
city: Zaragoza|Europe/Madrid|60
city: Las Palmas|Atlantic/Canary|0
phones: +34612###### +34634###### +34655###### +34677###### +34690######
mail: correo.example buzon.example cartero.example

== names
women: María Lucía Paula Carmen Sofía Martina Laura Elena Marta Cristina Ainhoa Nerea Itziar Montse
women: Núria Rocío Pilar Inmaculada Beatriz Noelia Alba Irene Celia Jimena Valeria Candela Begoña
women: Mireia Leire Encarna
men: Hugo Martín Pablo Daniel Álvaro Adrián David Mario Javier Sergio Iván Rubén Óscar Raúl Íñigo
men: Aitor Jordi Pau Xavier Enrique Ignacio Joaquín Rafael Tomás Gonzalo Fermín Andrés Nicolás Marc
men: Unai
families: García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz
families: Hernández Díaz Moreno Álvarez Muñoz Romero Alonso Gutiérrez Navarro Torres Domínguez
families: Vázquez Ramos Gil Ramírez Serrano Blanco Molina Suárez Castro Ortega Delgado Ortiz Marín
families: Rubio Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Etxebarria Puigdevall
families: Ferrer Vidal Soler Peña
company: Gestoría {family}|Consulting
company: Bufete {family}|Legal
company: Clínica dental {family}|Healthcare
company: Estudio {family}|Architecture
company: Panadería {family}|Food
company: Talleres {family}|Crafts
company: Academia {family}|Education
company: Bodegas {family}|Hospitality
company: {family} Comunicación|Media
household: Familia {family}
)book";

}  // namespace throughline::demo::places
