"""Spanish, Portuguese, Italian and Greek names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="es-ES",
        country="Spain",
        usage_location="ES",
        women=names(
            "Ainhoa, Begoña, Carmen, Concepción, Inés, Itziar, Leire, Lucía, Macarena, Noelia, "
            "Rocío, Ximena"
        ),
        men=names(
            "Álvaro, Andrés, Gonzalo, Hernán, Ignacio, Íñigo, Javier, Joaquín, Martín, Nicolás, "
            "Raúl, Sergio"
        ),
        surnames=surnames(
            "Castaño Ruiz=Castano, Domínguez León=Dominguez, Echeverría Sanz=Echeverria, "
            "Fernández Gil=Fernandez, García Peña=Garcia, Giménez Mora=Gimenez, "
            "Herrera Campos=Herrera, Ibáñez Soler=Ibanez, Jiménez Rey=Jimenez, "
            "Muñoz Prieto=Munoz, Núñez Vidal=Nunez, Ortega Lara=Ortega, Quiñones Vega=Quinones, "
            "Rodríguez Cano=Rodriguez, Suárez Roca=Suarez, Zúñiga Marín=Zuniga"
        ),
        places=(
            place("Madrid", "Madrid", "28013", "Calle del Olmo Alto #", "+34 91 555 ####"),
            place("Bilbao", "Bizkaia", "48005", "Calle de la Ría #", "+34 94 555 ####"),
            place("Sevilla", "Sevilla", "41001", "Calle Naranjal #", "+34 95 555 ####"),
        ),
        mobile="+34 655 55 ####",
    ),
    Culture(
        language="pt-PT",
        country="Portugal",
        usage_location="PT",
        women=names(
            "Beatriz, Benedita, Catarina, Conceição, Inês, Joana, Leonor, Madalena, Mafalda, "
            "Margarida, Matilde, Sofia"
        ),
        men=names(
            "Afonso, António, Bernardo, Duarte, Francisco, Gonçalo, João, Lourenço, Martim, "
            "Rodrigo, Simão, Tomás"
        ),
        surnames=surnames(
            "Almeida, Araújo, Azevedo, Brandão, Coutinho, Esteves, Falcão, Guimarães, Lourenço, "
            "Magalhães, Nóbrega, Patrício, Simões, Teixeira, Vilaça, Zagalo"
        ),
        places=(
            place("Lisboa", "", "1100-053", "Rua do Farol #", "+351 21 555 ####"),
            place("Porto", "", "4050-014", "Rua das Gaivotas #", "+351 22 555 ####"),
        ),
        mobile="+351 91 555 ####",
    ),
    Culture(
        language="it-IT",
        country="Italy",
        usage_location="IT",
        women=names(
            "Alessia, Beatrice, Benedetta, Chiara, Elisa, Fiammetta, Ginevra, Ilaria, Ludovica, "
            "Noemi, Serena, Viola"
        ),
        men=names(
            "Alessandro, Davide, Edoardo, Elia, Federico, Giacomo, Leonardo, Lorenzo, Matteo, "
            "Niccolò, Pietro, Tommaso"
        ),
        surnames=surnames(
            "Barbieri, Bianchi, Cattaneo, Conti, D'Angelo, De Luca, Esposito, Ferraro, Galli, "
            "Lombardi, Marchetti, Moretti, Pellegrini, Rinaldi, Santoro, Vitale"
        ),
        places=(
            place("Milano", "MI", "20121", "Via dei Telai #", "+39 02 555 ####"),
            place("Bologna", "BO", "40121", "Via del Portico #", "+39 051 555 ###"),
            place("Napoli", "NA", "80132", "Via della Sirena #", "+39 081 555 ####"),
        ),
        mobile="+39 335 555 ####",
    ),
    Culture(
        language="el-GR",
        country="Greece",
        usage_location="GR",
        women=names(
            "Αθηνά=Athina, Βασιλική=Vasiliki, Ελένη=Eleni, Ευαγγελία=Evangelia, Ζωή=Zoi, "
            "Ιωάννα=Ioanna, Κατερίνα=Katerina, Μαρία=Maria, Νεφέλη=Nefeli, Σοφία=Sofia, "
            "Φωτεινή=Foteini, Χριστίνα=Christina"
        ),
        men=names(
            "Αλέξανδρος=Alexandros, Βασίλης=Vasilis, Γιώργος=Giorgos, Δημήτρης=Dimitris, "
            "Θανάσης=Thanasis, Κώστας=Kostas, Λευτέρης=Lefteris, Μιχάλης=Michalis, Νίκος=Nikos, "
            "Παναγιώτης=Panagiotis, Σπύρος=Spyros, Χρήστος=Christos"
        ),
        surnames=surnames(
            "Αγγελοπούλου=Angelopoulou/Αγγελόπουλος=Angelopoulos, Γεωργίου=Georgiou, "
            "Δημητρίου=Dimitriou, Ιωαννίδου=Ioannidou/Ιωαννίδης=Ioannidis, "
            "Καραγιάννη=Karagianni/Καραγιάννης=Karagiannis, Κωνσταντίνου=Konstantinou, "
            "Λάμπρου=Lamprou, Μακρή=Makri/Μακρής=Makris, "
            "Νικολαΐδου=Nikolaidou/Νικολαΐδης=Nikolaidis, Οικονόμου=Oikonomou, "
            "Παπαδοπούλου=Papadopoulou/Παπαδόπουλος=Papadopoulos, Παππά=Pappa/Παππάς=Pappas, "
            "Σταθοπούλου=Stathopoulou/Σταθόπουλος=Stathopoulos, "
            "Τσακίρη=Tsakiri/Τσακίρης=Tsakiris, Φιλίππου=Filippou, Χατζή=Chatzi/Χατζής=Chatzis"
        ),
        places=(
            place("Athens", "Attica", "105 57", "Elaionas #", "+30 21 555 #####"),
            place(
                "Thessaloniki", "Central Macedonia", "546 24", "Thermaikou #", "+30 231 555 ####"
            ),
        ),
        mobile="+30 694 555 ####",
    ),
)
