#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view india = R"book(
== place
code: IN
name: India
language: en
locale: en-IN
currency: INR 92 1000
weight: 7
iphone: 0.12
city: Bengaluru|Asia/Kolkata|330
city: Mumbai|Asia/Kolkata|330
city: Pune|Asia/Kolkata|330
city: Hyderabad|Asia/Kolkata|330
city: Chennai|Asia/Kolkata|330
city: Kochi|Asia/Kolkata|330
city: Jaipur|Asia/Kolkata|330
city: Kolkata|Asia/Kolkata|330
city: New Delhi|Asia/Kolkata|330
phones: +919820###### +919845###### +917022###### +918800###### +919741######
mail: dak.example mailbox.example inbox.example

== names
women: Aanya Ananya Diya Ishita Kavya Meera Nandini Pooja Priya Radhika Riya Sanjana Shreya Sneha
women: Tanvi Lakshmi Deepa Sunita Geeta Farida Ayesha Divya Aishwarya Malini Revathi Anjali
men: Aarav Aditya Arjun Dhruv Ishaan Karthik Krishna Manoj Nikhil Pranav Rahul Rajesh Rohan Sanjay
men: Siddharth Suresh Varun Vikram Vivek Imran Farhan Harpreet Gurpreet Joseph Anand Ravi
families: Sharma Patel Singh Kumar Gupta Reddy Nair Iyer Menon Rao Desai Joshi Kulkarni Mehta Shah
families: Verma Mishra Chatterjee Banerjee Mukherjee Das Bose Ghosh Pillai Krishnan Subramanian
families: Venkatesan Naidu Chowdhury Kapoor Malhotra Khanna Bhatia Sethi Agarwal Jain Khan Sheikh
families: D'Souza Fernandes Thomas Kurian Gill Sandhu Patil
company: {family} Dental Care|Healthcare
company: {family} & Associates|Legal
company: {family} Textiles|Crafts
company: {family} Softworks|Software
company: {family} Coaching Classes|Education
company: Hotel {family} Palace|Hospitality
company: {family} Interiors|Design
company: {family} Sweets|Food
household: {family} family
)book";

}  // namespace throughline::demo::places
