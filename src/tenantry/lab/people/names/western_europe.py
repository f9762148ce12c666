"""English, Irish, French, German and Dutch names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="en-GB",
        country="United Kingdom",
        usage_location="GB",
        women=names(
            "Amelia, Charlotte, Eleanor, Florence, Grace, Harriet, Imogen, Isla, Matilda, Poppy, "
            "Rosalind, Zara"
        ),
        men=names(
            "Alfie, Arthur, Benedict, Callum, Edmund, George, Harry, Jasper, Leo, Oliver, Rory, "
            "Theodore"
        ),
        surnames=surnames(
            "Ashworth, Barlow, Carter, Dunn, Ellison, Fairclough, Greenwood, Hargreaves, Ingram, "
            "Kirkby, Langley, Marsden, Pemberton, Radcliffe, Thackray, Whitaker"
        ),
        places=(
            place("London", "", "EC1V 2NX", "# Saffron Court", "+44 20 7946 0###"),
            place("Leeds", "", "LS1 4AP", "# Wharf Lane", "+44 113 496 0###"),
            place("Manchester", "", "M1 2WD", "# Weaver Street", "+44 161 496 0###"),
        ),
        mobile="+44 7700 900###",
    ),
    Culture(
        language="en-IE",
        country="Ireland",
        usage_location="IE",
        women=names(
            "Aoife, Caoimhe, Ciara, Éabha, Gráinne, Niamh, Órla, Róisín, Sadhbh, Saoirse, Sinéad, "
            "Siobhán"
        ),
        men=names(
            "Cathal, Cian, Conor, Daithí, Eoghan, Fionn, Lorcán, Oisín, Pádraig, Ruairí, Séamus, "
            "Tadhg"
        ),
        surnames=surnames(
            "Byrne, Doyle, Fitzgerald, Gallagher, Healy, Kavanagh, McCarthy, Nolan, O'Connor, "
            "O'Sullivan, Quinn, Walsh, Ní Bhriain/Ó Briain, Ní Cheallaigh/Ó Ceallaigh, "
            "Ní Dhomhnaill/Ó Domhnaill, Nic Gabhann/Mac Gabhann"
        ),
        places=(
            place("Dublin", "", "D02 XY45", "# Lamp Lane", "+353 1 555 ####"),
            place("Cork", "", "T12 AB34", "# Lee Quay", "+353 21 555 ####"),
            place("Galway", "", "H91 CD56", "# Claddagh Row", "+353 91 555 ###"),
        ),
        mobile="+353 85 555 ####",
    ),
    Culture(
        language="fr-FR",
        country="France",
        usage_location="FR",
        women=names(
            "Anaïs, Aurélie, Camille, Chloé, Clémence, Éléonore, Hélène, Inès, Jeanne, Léa, "
            "Maëlle, Noémie"
        ),
        men=names(
            "Adrien, Aurélien, Baptiste, Benoît, Clément, François, Gaël, Jean-Baptiste, Loïc, "
            "Raphaël, Rémi, Théo"
        ),
        surnames=surnames(
            "Arnaud, Béranger, Chevalier, d'Aubigny, Dubois, Fontaine, Garnier, Lefèvre, Lemaître, "
            "Marchand, Mercier, Perrault, Renaud, Rousseau, Thévenet, Vasseur"
        ),
        places=(
            place("Paris", "Île-de-France", "75011", "# rue des Lilas", "+33 1 55 55 ####"),
            place("Lyon", "Auvergne-Rhône-Alpes", "69002", "# quai du Nord", "+33 4 55 55 ####"),
            place("Nantes", "Pays de la Loire", "44000", "# allée du Phare", "+33 2 55 55 ####"),
        ),
        mobile="+33 6 55 55 ####",
    ),
    Culture(
        language="de-DE",
        country="Germany",
        usage_location="DE",
        women=names(
            "Anneliese, Franziska, Greta, Hannah, Heike, Jördis=Joerdis, Käthe=Kaethe, Lena, "
            "Marlene, Sabine, Ulrike, Zoë"
        ),
        men=names(
            "Björn=Bjoern, Carsten, Dietmar, Emil, Friedrich, Günther=Guenther, Jörg=Joerg, "
            "Jürgen=Juergen, Lukas, Matthias, Rüdiger=Ruediger, Sören=Soeren"
        ),
        surnames=surnames(
            "Bäcker=Baecker, Brandt, Fuchs, Groß, Hoffmann, Jäger=Jaeger, Köhler=Koehler, "
            "Krüger=Krueger, Lindner, Müller=Mueller, Neumann, Schäfer=Schaefer, Vogel, "
            "von Stetten, Weiß, Zimmermann"
        ),
        places=(
            place("Berlin", "", "10119", "Lindenzeile #", "+49 30 555 ####"),
            place("Köln", "Nordrhein-Westfalen", "50667", "Am Rheinufer #", "+49 221 555 ####"),
            place("Leipzig", "Sachsen", "04109", "Notengasse #", "+49 341 555 ####"),
        ),
        mobile="+49 171 555 ####",
    ),
    Culture(
        language="nl-NL",
        country="Netherlands",
        usage_location="NL",
        women=names(
            "Anouk, Femke, Fleur, Floor, Hanneke, Ilse, Janneke, Lieke, Maaike, Noor, Roos, Sanne"
        ),
        men=names(
            "Bram, Daan, Geert, Jasper, Joost, Koen, Lars, Maarten, Pieter, Ruben, Sjoerd, Thijs"
        ),
        surnames=surnames(
            "Bakker, de Boer, de Jong, Dijkstra, Hendriks, Jansen, Kuipers, Meijer, Postma, Smit, "
            "van den Berg, van der Meer, van Dijk, Visser, Vos, Wouters"
        ),
        places=(
            place("Amsterdam", "Noord-Holland", "1012 AB", "Tulpkade #", "+31 20 555 ####"),
            place("Utrecht", "Utrecht", "3511 CD", "Domsteeg #", "+31 30 555 ####"),
            place("Groningen", "Groningen", "9711 EF", "Noorderhof #", "+31 50 555 ####"),
        ),
        mobile="+31 6 5550 ####",
    ),
)
